package dev.ferry.c.syntax;

/** What stands between the braces of a block: statements and declarations, mixed. */
public sealed interface BlockItem extends Node permits Statement, Declaration {}
