package dev.ferry.testkit;

import dev.ferry.driver.json.Json;
import java.io.IOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON schema (draft 2020-12) of a document that is a record: shapes from the records, words
 * from their Javadoc.
 */
final class JsonSchema {
  private final Path sources;
  private final Map<String, String> definitions = new LinkedHashMap<>();

  /**
   * @param sources the folder with the source of the records' packages
   */
  JsonSchema(Path sources) {
    this.sources = sources;
  }

  /** The schema, with a line end. */
  String of(Class<? extends Record> document) throws IOException {
    object(document);
    StringBuilder out = new StringBuilder("{\n");
    out.append("  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n");
    out.append("  \"$ref\": \"#/$defs/").append(document.getSimpleName()).append("\",\n");
    out.append("  \"$defs\": {\n");
    List<String> parts = new ArrayList<>();
    definitions.forEach((name, text) -> parts.add("    \"" + name + "\": " + text));
    return out.append(String.join(",\n", parts)).append("\n  }\n}\n").toString();
  }

  private void object(Class<?> record) throws IOException {
    String name = record.getSimpleName();
    if (definitions.putIfAbsent(name, "") != null) {
      return;
    }
    Comment comment = comment(record);
    List<String> properties = new ArrayList<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      String words = comment.parameters.get(component.getName());
      String described = words == null ? "" : ", \"description\": " + quote(words);
      properties.add(
          "        \""
              + component.getName()
              + "\": {"
              + type(component.getGenericType(), component.getAnnotatedType())
              + described
              + "}");
      if (!isNullable(component.getAnnotatedType())) {
        required.add(quote(component.getName()));
      }
    }
    definitions.put(
        name,
        "{\n      \"type\": \"object\",\n      \"description\": "
            + quote(comment.text)
            + ",\n      \"additionalProperties\": false,\n      \"required\": ["
            + String.join(", ", required)
            + "],\n      \"properties\": {\n"
            + String.join(",\n", properties)
            + "\n      }\n    }");
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private String type(Type type, AnnotatedType annotated) throws IOException {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type[] arguments = generic.getActualTypeArguments();
      AnnotatedType[] annotations =
          ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
      int last = arguments.length - 1;
      String element = "{" + type(arguments[last], annotations[last]) + "}";
      return Collection.class.isAssignableFrom(raw)
          ? "\"type\": \"array\", \"items\": " + element
          : "\"type\": \"object\", \"additionalProperties\": " + element;
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      object(plain);
      return "\"$ref\": \"#/$defs/" + plain.getSimpleName() + "\"";
    }
    if (plain.isEnum()) {
      List<String> names = new ArrayList<>();
      for (Object constant : plain.getEnumConstants()) {
        names.add(quote(Json.name((Enum<?>) constant)));
      }
      return "\"enum\": [" + String.join(", ", names) + "]";
    }
    return "\"type\": \"" + primitive(plain) + "\"";
  }

  private static String primitive(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "String" -> "string";
      case "boolean", "Boolean" -> "boolean";
      case "int", "long", "Integer", "Long" -> "integer";
      case "double", "Double" -> "number";
      default -> throw new IllegalArgumentException("no schema for " + type);
    };
  }

  // ---- Javadoc

  private record Comment(String text, Map<String, String> parameters) {}

  private Comment comment(Class<?> record) throws IOException {
    Class<?> outer = Optional.<Class<?>>ofNullable(record.getEnclosingClass()).orElse(record);
    String source = Files.readString(sources.resolve(outer.getName().replace('.', '/') + ".java"));
    Matcher matcher =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public record " + record.getSimpleName() + "\\(",
                Pattern.DOTALL)
            .matcher(source);
    if (!matcher.find()) {
      throw new IllegalArgumentException(record + " has no comment");
    }
    String plain =
        matcher
            .group(1)
            .replaceAll("\\n\\s*\\* ?", " ")
            .replaceAll("\\{@code ([^}]*)\\}", "‘$1’")
            .replaceAll("\\{@link ([^}]*)\\}", "$1")
            .replaceAll("\\s+", " ");
    String[] parts = plain.split("@param ");
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] words = parts[i].strip().split(" ", 2);
      parameters.put(words[0], words[1]);
    }
    return new Comment(parts[0].strip(), parameters);
  }

  private static String quote(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
