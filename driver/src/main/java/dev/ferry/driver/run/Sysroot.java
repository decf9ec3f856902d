package dev.ferry.driver.run;

import dev.ferry.binutils.elf.ElfFormatException;
import dev.ferry.binutils.elf.ElfImage;
import dev.ferry.machine.linux.Grant;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The directory that a dynamically linked guest sees as its root, read-only. */
final class Sysroot {
  private Sysroot() {}

  /** Where Debian's cross packages put the C library ({@code libc6-riscv64-cross}). */
  private static final Path DEBIAN_CROSS = Path.of("/usr/riscv64-linux-gnu");

  /** The system's sysroot where the program asks for a loader that lies in it, or null. */
  static @Nullable Path find(byte[] elf) {
    try {
      String loader = ElfImage.parse("program", elf).interpreter();
      boolean found =
          loader != null
              && loader.startsWith("/")
              && Files.exists(DEBIAN_CROSS.resolve(loader.substring(1)));
      return found ? DEBIAN_CROSS : null;
    } catch (ElfFormatException e) {
      return null; // Said when it is loaded.
    }
  }

  /** A program inside the sysroot is seen below the guest's root. */
  static String guestPath(Path root, Path program) {
    Path path = program.toAbsolutePath().normalize();
    return path.startsWith(root)
        ? "/" + root.relativize(path).toString().replace('\\', '/')
        : Grant.guestPath(path);
  }
}
