/**
 * The compile server: one warm process that executes the command lines of many short ones. {@code
 * build/ask-server} is its client.
 */
@NullMarked
package dev.ferry.cli.server;

import org.jspecify.annotations.NullMarked;
