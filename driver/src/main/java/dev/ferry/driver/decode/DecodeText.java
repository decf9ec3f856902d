package dev.ferry.driver.decode;

import dev.ferry.driver.decode.DecodeDocument.DecodedWord;
import dev.ferry.driver.decode.DecodeDocument.Example;
import dev.ferry.driver.decode.DecodeDocument.Field;
import dev.ferry.driver.decode.DecodeDocument.Instruction;
import dev.ferry.driver.decode.DecodeDocument.Near;
import dev.ferry.driver.decode.DecodeDocument.Pseudo;
import java.util.List;

/** Explained words for the terminal. */
public final class DecodeText {
  private DecodeText() {}

  /** One line. */
  public static String brief(DecodedWord word) {
    String address = word.address() == null ? "" : word.address() + ": ";
    return address + word.hex() + "  " + word.text() + "\n";
  }

  /** Everything there is to say. */
  public static String full(DecodedWord word) {
    StringBuilder out = new StringBuilder(brief(word));
    Instruction instruction = word.instruction();
    if (instruction == null) {
      unknown(out, word);
      return out.toString();
    }
    if (!word.plain().equals(word.text())) {
      line(out, "plainly", word.plain());
    }
    if (instruction.expansion() != null) {
      line(out, "short for", instruction.expansion() + " (compressed, 16 bits)");
    }
    if (instruction.compressed() != null) {
      line(
          out,
          "16-bit form",
          instruction.compressed().hex() + "  " + instruction.compressed().text());
    }
    line(out, "extension", instruction.extension() + ", format " + instruction.format());
    picture(out, word.fields());
    line(out, "does", instruction.sentence());
    line(out, "meaning", instruction.pseudoCode());
    line(out, "written", instruction.syntax());
    for (Pseudo pseudo : instruction.pseudo()) {
      line(out, "also", pseudo.syntax() + " = " + pseudo.meaning());
    }
    for (Example example : instruction.examples()) {
      line(out, "example", example.text() + " = " + example.hex());
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String text) {
    out.append("  ").append(pad(name, 13)).append(text).append('\n');
  }

  private static void unknown(StringBuilder out, DecodedWord word) {
    out.append("  unknown instruction ").append(word.binary()).append('\n');
    for (Near near : word.near()) {
      String text = near.text().isEmpty() ? near.mnemonic() : near.text();
      line(out, "comes close", text + ": " + near.why());
    }
  }

  /** The format: names over bits over positions over values. */
  private static void picture(StringBuilder out, List<Field> fields) {
    StringBuilder names = new StringBuilder();
    StringBuilder bits = new StringBuilder();
    StringBuilder places = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (Field field : fields) {
      String place =
          field.high() == field.low() ? "" + field.high() : field.high() + ":" + field.low();
      int width = Math.max(field.bits().length(), field.name().length());
      width = Math.max(width, Math.max(place.length(), field.value().length())) + 2;
      names.append(pad(field.name(), width));
      bits.append(pad(field.bits(), width));
      places.append(pad(place, width));
      values.append(pad(field.value(), width));
    }
    line(out, "fields", names.toString().stripTrailing());
    line(out, "bits", bits.toString().stripTrailing());
    line(out, "at", places.toString().stripTrailing());
    if (!values.toString().isBlank()) {
      line(out, "values", values.toString().stripTrailing());
    }
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
