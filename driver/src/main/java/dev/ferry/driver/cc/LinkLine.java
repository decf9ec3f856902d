package dev.ferry.driver.cc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Composes the linker's command line as gcc's specs do: start files, what the user gave, libraries.
 */
final class LinkLine {
  private final CcOptions options;
  private final Libraries libraries;
  private final List<String> line = new ArrayList<>();

  LinkLine(CcOptions options, Libraries libraries) {
    this.options = options;
    this.libraries = libraries;
  }

  /**
   * @param objects for each input in order, the object's name
   * @return arguments for ld
   */
  List<String> compose(List<String> objects, String output) throws UsageException {
    boolean dynamic = !options.linkStatic && !options.relocatable && hasDynamicLibc();
    flags(dynamic);
    line.add("-o");
    line.add(output);
    boolean startFiles =
        !options.noStandardLibraries && !options.noStartFiles && !options.relocatable;
    if (startFiles) {
      startFiles(dynamic);
    }
    int next = 0;
    for (CcOptions.Item item : options.items) {
      switch (item) {
        case CcOptions.Item.LinkerOption(String text) -> line.add(text);
        case CcOptions.Item.Input input -> line.add(objects.get(next++));
      }
    }
    for (String directory : libraries.libraryDirectories()) {
      line.add("-L" + directory);
    }
    if (!options.noStandardLibraries && !options.noDefaultLibraries && !options.relocatable) {
      defaultLibraries(dynamic);
    }
    if (startFiles && libraries.kind() != Libraries.Kind.FERRY) {
      addFile(options.shared || options.linkPie ? "crtendS.o" : "crtend.o");
      addFile("crtn.o");
    }
    return line;
  }

  private boolean hasDynamicLibc() {
    return libraries.kind() != Libraries.Kind.FERRY;
  }

  private void flags(boolean dynamic) {
    line.add("-m");
    line.add(options.xlen() == 64 ? "elf64lriscv" : "elf32lriscv");
    if (options.sysroot != null) {
      line.add("--sysroot=" + options.sysroot);
    }
    if (options.relocatable) {
      line.add("-r");
      return;
    }
    if (!options.relax) {
      line.add("--no-relax");
    }
    line.add("--eh-frame-hdr");
    if (options.shared) {
      line.add("-shared");
    } else if (isStaticPie(dynamic)) {
      line.add("-static");
      line.add("-pie");
      line.add("--no-dynamic-linker");
      line.add("-z");
      line.add("text");
    } else {
      if (options.linkStatic || !dynamic) {
        line.add("-static");
      }
      if (options.linkPie) {
        line.add("-pie");
      }
    }
    if (dynamic && !options.shared) {
      line.add("-dynamic-linker");
      line.add(libraries.dynamicLinker());
    }
    if (dynamic) {
      line.add("--hash-style=gnu");
      line.add("--as-needed");
    }
  }

  /** With the built-in library every PIE is one that relocates itself. */
  private boolean isStaticPie(boolean dynamic) {
    return options.staticPie || options.linkPie && !options.linkStatic && !dynamic;
  }

  private void startFiles(boolean dynamic) throws UsageException {
    boolean staticPie = isStaticPie(dynamic);
    if (staticPie && libraries.find("rcrt1.o") == null) {
      throw new UsageException(
          "‘-static-pie’ needs rcrt1.o, which this C library does not have:"
              + " use --libc=ferry, or -pie for a dynamic executable");
    }
    if (!options.shared) {
      addFile(staticPie ? "rcrt1.o" : options.linkPie ? "Scrt1.o" : "crt1.o");
    }
    if (libraries.kind() == Libraries.Kind.FERRY) {
      return;
    }
    addFile("crti.o");
    addFile(
        options.shared || options.linkPie
            ? "crtbeginS.o"
            : options.linkStatic || !dynamic ? "crtbeginT.o" : "crtbegin.o");
  }

  private void addFile(String name) {
    Path path = libraries.find(name);
    // A name that is not found anywhere is left for the linker to complain of; crtbegin and crtend
    // come with gcc and are not needed by musl.
    if (path != null) {
      line.add(path.toString());
    } else if (!name.startsWith("crtbegin") && !name.startsWith("crtend")) {
      line.add(name);
    }
  }

  private void defaultLibraries(boolean dynamic) {
    if (dynamic) {
      line.add("--no-as-needed");
    }
    line.add("--start-group");
    if (!options.noLibc) {
      if (options.pthread && libraries.kind() != Libraries.Kind.FERRY) {
        line.add("-lpthread");
      }
      line.add("-lc");
    }
    line.add(libraries.runtime().toString());
    if (libraries.find("libgcc.a") != null) {
      line.add("-lgcc");
    }
    if (libraries.find("libgcc_eh.a") != null && !dynamic) {
      line.add("-lgcc_eh");
    }
    line.add("--end-group");
  }
}
