package dev.ferry.binutils.link;

/**
 * What an output section is made of, in order: input sections and a script's items between them.
 */
sealed interface LayoutElement permits InputSection, LayoutElement.ScriptItem {
  /** An assignment, datum, fill or assertion of the script. */
  record ScriptItem(Script.Item item) implements LayoutElement {}
}
