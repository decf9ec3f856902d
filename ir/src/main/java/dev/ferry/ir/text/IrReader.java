package dev.ferry.ir.text;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Global;
import dev.ferry.ir.Layout;
import dev.ferry.ir.Module;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text form of a module. The inverse of {@link IrPrinter}; by hand one may also write
 * named values ({@code %sum}), which get ids after the numbered ones, leave out the {@code module}
 * line (64 bits) and {@code symbol} lines. The result is not verified.
 */
public final class IrReader {
  private final IrLexer lexer;
  private Module module = new Module("text", 64);
  private final Map<Symbol, Map<String, Block>> blocksOf = new HashMap<>();
  private final List<Runnable> atEnd = new ArrayList<>();

  private IrReader(String text) {
    lexer = new IrLexer(text);
  }

  /**
   * @throws IrSyntaxException with line and message if the text is not well-formed
   */
  public static Module read(String text) {
    IrReader reader = new IrReader(text);
    reader.module();
    return reader.module;
  }

  private void module() {
    if (accept("module")) {
      String name = string();
      expect("xlen");
      module = new Module(name, (int) integer());
    }
    while (lexer.kind != IrLexer.Kind.END) {
      topLevel();
    }
    atEnd.forEach(Runnable::run);
  }

  private void topLevel() {
    String word = name();
    switch (word) {
      case "alias_class" -> aliasClass();
      case "assembly" -> module.assembly.add(string());
      case "symbol" -> symbolLine();
      case "init" -> module.initEntries.add(new Module.InitEntry(symbol(), false, (int) integer()));
      case "fini" -> module.initEntries.add(new Module.InitEntry(symbol(), true, (int) integer()));
      case "global" -> global();
      case "func" -> function();
      default -> throw lexer.error("func, global or symbol expected, not " + word);
    }
  }

  private void aliasClass() {
    int id = (int) integer();
    expect(":");
    int parent = (int) integer();
    if (id != module.aliasParent.length || parent < 0 || parent >= id) {
      throw lexer.error("alias classes are numbered from 1 and come after their parents");
    }
    module.aliasParent = java.util.Arrays.copyOf(module.aliasParent, id + 1);
    module.aliasParent[id] = parent;
  }

  private void symbolLine() {
    Symbol symbol = symbol();
    while (lexer.kind == IrLexer.Kind.NAME && symbolAttribute(symbol)) {}
  }

  private boolean symbolAttribute(Symbol symbol) {
    switch (lexer.value) {
      case "local", "weak" -> symbol.linkage = constant(Symbol.Linkage.class, name());
      case "hidden", "protected", "internal" ->
          symbol.visibility = constant(Symbol.Visibility.class, name());
      case "tls" -> {
        lexer.next();
        symbol.tls = constant(Symbol.Tls.class, name());
      }
      case "function" -> {
        lexer.next();
        symbol.isFunction = true;
      }
      case "defined" -> {
        lexer.next();
        symbol.isDefined = true;
      }
      case "cold" -> {
        lexer.next();
        symbol.isCold = true;
      }
      case "preemptible" -> {
        lexer.next();
        symbol.isDsoLocal = false;
      }
      case "section" -> {
        lexer.next();
        symbol.section = string();
      }
      case "alias" -> {
        lexer.next();
        symbol.aliasOf = symbol();
      }
      case "symver" -> {
        lexer.next();
        List<String> versions = new ArrayList<>(symbol.versions);
        versions.add(string());
        symbol.versions = versions;
      }
      case "library" -> {
        lexer.next();
        module.rename(string(), symbol);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void global() {
    Symbol symbol = symbol();
    symbol.isDefined = true;
    expect("size");
    long size = integer();
    expect("align");
    Global global = new Global(symbol, size, (int) integer());
    module.globals.add(global);
    global.isReadOnly = accept("readonly");
    global.isCommon = accept("common");
    global.isUsed = accept("used");
    if (accept("string")) {
      global.stringUnit = (int) integer();
    }
    if (accept("bytes")) {
      global.bytes = string().getBytes(StandardCharsets.ISO_8859_1);
    }
    while (accept("ref")) {
      reference(global);
    }
  }

  private void reference(Global global) {
    long offset = integer();
    int bytes = (int) integer();
    if (!accept("block")) {
      global.references.add(new Global.Reference(offset, bytes, symbol(), offset()));
      return;
    }
    Symbol function = symbol();
    String block = name();
    String minus = accept("-") ? name() : null;
    long addend = offset();
    int index = global.references.size();
    global.references.add(new Global.Reference(offset, bytes, function, addend));
    atEnd.add(() ->
        global.references.set(
            index,
            new Global.Reference(
                offset,
                bytes,
                null,
                addend,
                blockOf(function, block),
                minus == null ? null : blockOf(function, minus))));
  }

  private Block blockOf(Symbol function, String name) {
    Block block = blocksOf.getOrDefault(function, Map.of()).get(name);
    if (block == null) {
      throw lexer.error("no block " + name + " in " + function);
    }
    return block;
  }

  private void function() {
    Symbol symbol = symbol();
    symbol.isDefined = true;
    symbol.isFunction = true;
    Function function = new Function(module, symbol, signature());
    module.functions.add(function);
    while (lexer.kind == IrLexer.Kind.NAME) {
      functionAttribute(function);
    }
    function.loc = location();
    expect("{");
    blocksOf.put(symbol, new IrBodyReader(this, lexer, function).body());
  }

  private void functionAttribute(Function function) {
    String word = name();
    switch (word) {
      case "inline" -> function.inline = constant(Function.Inline.class, name());
      case "protection" -> function.protection = constant(Function.Protection.class, name());
      case "noreturn" -> function.noReturn = true;
      case "cold" -> function.isCold = true;
      case "used" -> function.isUsed = true;
      case "align" -> function.align = (int) integer();
      case "naked" -> function.isNaked = true;
      case "nooptimize" -> function.noOptimize = true;
      case "returns_twice" -> function.callsReturnsTwice = true;
      case "out_of_line" -> function.outOfLine = symbol();
      default -> throw lexer.error("no function attribute " + word);
    }
  }

  // ---- shared with the body reader

  Signature signature() {
    List<ParamType> params = new ArrayList<>();
    boolean variadic = false;
    int named = 0;
    expect("(");
    while (!accept(")")) {
      if (!params.isEmpty() || variadic) {
        expect(",");
      }
      if (lexer.kind == IrLexer.Kind.ELLIPSIS) {
        lexer.next();
        variadic = true;
        named = params.size();
      } else {
        params.add(paramType());
      }
    }
    ParamType result = null;
    if (lexer.kind == IrLexer.Kind.ARROW) {
      lexer.next();
      result = paramType();
    }
    return new Signature(List.copyOf(params), result, variadic, variadic ? named : params.size());
  }

  private ParamType paramType() {
    if (!accept("[")) {
      return new ParamType.Scalar(type());
    }
    long size = integer();
    expect("align");
    int align = (int) integer();
    List<Layout.Field> fields = new ArrayList<>();
    while (accept(",")) {
      Type type = type();
      int bytes = (int) integer();
      expect("at");
      int offset = (int) integer();
      fields.add(new Layout.Field(offset, type, bytes, accept("signed")));
    }
    expect("]");
    return new ParamType.Aggregate(new Layout(size, align, List.copyOf(fields)));
  }

  Type type() {
    String word = name();
    for (Type type : Type.values()) {
      if (type.text().equals(word)) {
        return type;
      }
    }
    throw lexer.error("a type is expected, not " + word);
  }

  Symbol symbol() {
    if (lexer.kind != IrLexer.Kind.SYMBOL) {
      throw lexer.error("a symbol is expected, not " + lexer.value);
    }
    Symbol result = module.symbol(lexer.value);
    lexer.next();
    return result;
  }

  <E extends Enum<E>> E constant(Class<E> type, String word) {
    try {
      return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw lexer.error("no " + type.getSimpleName() + " " + word);
    }
  }

  /** An optional {@code + n}. */
  long offset() {
    return accept("+") ? integer() : 0;
  }

  /** An optional {@code !n}. */
  int location() {
    if (lexer.kind != IrLexer.Kind.LOCATION) {
      return 0;
    }
    try {
      int result = Integer.parseInt(lexer.value);
      lexer.next();
      return result;
    } catch (NumberFormatException e) {
      throw lexer.error("a number is expected after !");
    }
  }

  String name() {
    if (lexer.kind != IrLexer.Kind.NAME) {
      throw lexer.error("a name is expected, not " + lexer.value);
    }
    String result = lexer.value;
    lexer.next();
    return result;
  }

  @Nullable String optionalString(String word) {
    return accept(word) ? string() : null;
  }

  String string() {
    if (lexer.kind != IrLexer.Kind.STRING) {
      throw lexer.error("a string is expected, not " + lexer.value);
    }
    String result = lexer.value;
    lexer.next();
    return result;
  }

  long integer() {
    if (lexer.kind != IrLexer.Kind.INT) {
      throw lexer.error("an integer is expected, not " + lexer.value);
    }
    long result = lexer.number;
    lexer.next();
    return result;
  }

  boolean accept(String word) {
    boolean matches = isAt(word);
    if (matches) {
      lexer.next();
    }
    return matches;
  }

  boolean isAt(String word) {
    return (lexer.kind == IrLexer.Kind.NAME || lexer.kind == IrLexer.Kind.PUNCTUATION)
        && lexer.value.equals(word);
  }

  void expect(String word) {
    if (!accept(word)) {
      throw lexer.error(word + " is expected, not " + lexer.value);
    }
  }
}
