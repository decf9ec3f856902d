package dev.ferry.driver.cc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Whether a link takes in shared libraries that the user names, so that it cannot be static. */
final class SharedInputs {
  private static final Pattern SHARED = Pattern.compile(".*\\.so(\\.[0-9]+)*");

  private SharedInputs() {}

  /** By the names only: {@code libx.so.1}, or {@code -lx} where {@code -L} has a libx.so. */
  static boolean among(CcOptions options, Path directory) {
    if (options.stage != CcOptions.Stage.LINK || options.linkStatic || options.relocatable) {
      return false;
    }
    List<Path> folders = new ArrayList<>();
    for (CcOptions.Item item : options.items) {
      if (item instanceof CcOptions.Item.LinkerOption(String text) && text.startsWith("-L")) {
        folders.add(directory.resolve(text.substring(2)));
      }
    }
    for (CcOptions.Item item : options.items) {
      boolean shared =
          switch (item) {
            case CcOptions.Item.Input input -> SHARED.matcher(input.path()).matches();
            case CcOptions.Item.LinkerOption(String text) ->
                text.startsWith("-l") && isShared(text.substring(2), folders);
          };
      if (shared) {
        return true;
      }
    }
    return false;
  }

  /** In the first folder that has the library a shared one goes before an archive. */
  private static boolean isShared(String name, List<Path> folders) {
    for (Path folder : folders) {
      if (Files.exists(folder.resolve("lib" + name + ".so"))) {
        return true;
      }
      if (Files.exists(folder.resolve("lib" + name + ".a"))) {
        return false;
      }
    }
    return false;
  }
}
