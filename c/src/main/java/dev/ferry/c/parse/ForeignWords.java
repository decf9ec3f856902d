package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.diag.Spelling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Words that people bring from other languages, and keywords written wrong: what to say when such a
 * name is not declared.
 */
public final class ForeignWords {
  private static final Map<String, String> HINTS = hints();

  /** The keywords that start or continue statements and declarations. */
  private static final List<String> KEYWORDS =
      List.of(
          "break",
          "case",
          "char",
          "const",
          "continue",
          "default",
          "double",
          "else",
          "extern",
          "float",
          "for",
          "goto",
          "if",
          "int",
          "long",
          "return",
          "short",
          "signed",
          "sizeof",
          "static",
          "struct",
          "switch",
          "typedef",
          "union",
          "unsigned",
          "void",
          "while");

  private ForeignWords() {}

  private static Map<String, String> hints() {
    Map<String, String> map = new HashMap<>();
    put(
        map,
        "string String",
        "C has no type for strings: ‘char *’ points to one, ‘char s[N]’ has room for one");
    put(map, "boolean", "the type is ‘bool’, from ‘<stdbool.h>’");
    put(map, "byte", "the type is ‘unsigned char’, or ‘uint8_t’ from ‘<stdint.h>’");
    put(map, "True TRUE", "the constant is ‘true’, from ‘<stdbool.h>’");
    put(map, "False FALSE", "the constant is ‘false’, from ‘<stdbool.h>’");
    put(map, "null nil None Null", "the null pointer is ‘NULL’, from ‘<stddef.h>’");
    put(
        map,
        "nullptr constexpr static_assert alignas alignof typeof thread_local",
        "‘%s’ is a keyword of C23: compile with ‘-std=c23’");
    put(map, "and", "write ‘&&’, or include ‘<iso646.h>’");
    put(map, "or", "write ‘||’, or include ‘<iso646.h>’");
    put(map, "not", "write ‘!’, or include ‘<iso646.h>’");
    put(map, "xor", "write ‘^’, or include ‘<iso646.h>’");
    put(map, "elif elseif elsif elsif", "write ‘else if’");
    put(map, "then", "C has no ‘then’: what is to be done follows the parenthesis");
    put(map, "until", "C has no ‘until’: write ‘while’ with the opposite condition");
    put(map, "foreach", "C has no ‘foreach’: write ‘for (int i = 0; i < n; i++)’");
    put(map, "print println puts_line", "C prints with ‘printf’, from ‘<stdio.h>’");
    put(map, "cout", "‘cout’ belongs to C++; C prints with ‘printf’, from ‘<stdio.h>’");
    put(map, "cin", "‘cin’ belongs to C++; C reads with ‘scanf’, from ‘<stdio.h>’");
    put(map, "new", "‘new’ belongs to C++ and Java; C allocates with ‘malloc’, from ‘<stdlib.h>’");
    put(map, "delete", "‘delete’ belongs to C++; C frees with ‘free’, from ‘<stdlib.h>’");
    put(
        map,
        "class namespace template using public private protected virtual friend operator this try"
            + " catch throw std vector static_cast reinterpret_cast dynamic_cast const_cast endl"
            + " typename mutable explicit",
        "‘%s’ belongs to C++ (or Java); this is compiled as C");
    put(map, "import package", "C takes declarations from headers: ‘#include <stdio.h>’");
    put(
        map,
        "def function func fn",
        "a C function begins with the type that it returns: ‘int add(int a, int b)’");
    put(map, "let var val", "a C variable begins with its type: ‘int x = 3;’");
    return Map.copyOf(map);
  }

  private static void put(Map<String, String> map, String words, String hint) {
    for (String word : words.split(" ")) {
      map.put(word, hint.replace("%s", word));
    }
  }

  /** What to say of a word of another language; null for any other name. */
  public static @Nullable String hint(String word) {
    return HINTS.get(word);
  }

  /** The keyword that a name is a misspelling of, if it is close to one. */
  public static @Nullable String keyword(String name) {
    return name.length() < 2 ? null : Spelling.closest(name, KEYWORDS);
  }

  /** Adds a note to a report of an unknown {@code name}. */
  public static void note(Diagnostic diagnostic, int loc, String name) {
    String hint = hint(name);
    if (hint != null) {
      diagnostic.note(loc, "%s", hint);
    }
  }
}
