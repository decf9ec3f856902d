package dev.ferry.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Copies a jar, with its classes rewritten to start fast: nothing is linked by a bootstrap, and
 * what only reads a field is no call.
 */
final class StartupJar {
  private StartupJar() {}

  static void copy(Path from, Path to) throws IOException {
    try (JarFile jar = new JarFile(from.toFile());
        OutputStream file = Files.newOutputStream(to);
        JarOutputStream out = new JarOutputStream(file)) {
      Map<String, byte[]> classes = new LinkedHashMap<>();
      for (JarEntry entry : jar.stream().toList()) {
        if (isClass(entry)) {
          classes.put(entry.getName(), plain(read(jar, entry)));
        }
      }
      InlinedCalls calls = new InlinedCalls(classes.values());
      for (JarEntry entry : jar.stream().toList()) {
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        byte[] plain = classes.get(entry.getName());
        out.write(plain == null ? read(jar, entry) : calls.rewrite(plain));
        out.closeEntry();
      }
    }
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class");
  }

  private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static byte[] plain(byte[] bytes) {
    return PlainRecords.rewrite(PlainSwitches.rewrite(bytes));
  }
}
