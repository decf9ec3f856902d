package dev.ferry.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** Copies a jar, with its classes rewritten to start fast: nothing is linked by a bootstrap. */
final class StartupJar {
  private StartupJar() {}

  static void copy(Path from, Path to) throws IOException {
    try (JarFile jar = new JarFile(from.toFile());
        OutputStream file = Files.newOutputStream(to);
        JarOutputStream out = new JarOutputStream(file)) {
      for (JarEntry entry : jar.stream().toList()) {
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        try (InputStream in = jar.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          out.write(entry.getName().endsWith(".class") ? rewrite(bytes) : bytes);
        }
        out.closeEntry();
      }
    }
  }

  private static byte[] rewrite(byte[] bytes) {
    return PlainRecords.rewrite(PlainSwitches.rewrite(bytes));
  }
}
