package dev.ferry.machine.jit;

import dev.ferry.machine.core.Hart;
import java.lang.invoke.MutableCallSite;

/**
 * Defines region classes. A call from one region to another is a plain invokestatic of a class
 * named after the callee's address; when HotSpot links it for the first time it comes here, and the
 * callee is translated. All regions of one generation of code live in one loader; when code changes
 * the loader is dropped with everything in it.
 */
final class RegionLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final JitCode code;

  RegionLoader(JitCode code) {
    super(RegionLoader.class.getClassLoader());
    this.code = code;
  }

  MutableCallSite stops() {
    return code.stops().site();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(Names.PREFIX)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    int start = Names.PREFIX.length();
    int end = name.indexOf('_', start);
    String pc = name.substring(start, end < 0 ? name.length() : end);
    byte[] bytes = code.compile(this, name, Long.parseUnsignedLong(pc, 16));
    return defineClass(name, bytes, 0, bytes.length);
  }

  /** Has calls that are linked to earlier versions of a region run this one. */
  void replace(long pc, int version, Translated region) {
    for (int earlier = 0; earlier < version; earlier++) {
      Class<?> old = findLoadedClass(Names.className(pc, earlier));
      if (old != null) {
        try {
          old.getField(RegionCompiler.NEXT).set(null, region);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** The region's object for the dispatcher. */
  Translated load(long pc, int version) {
    try {
      return (Translated)
          loadClass(Names.className(pc, version), true).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("region of " + Hart.class.getName(), e);
    }
  }
}
