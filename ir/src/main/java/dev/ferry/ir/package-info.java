/** The SSA intermediate representation: an object graph with dense ids and block parameters. */
@NullMarked
package dev.ferry.ir;

import org.jspecify.annotations.NullMarked;
