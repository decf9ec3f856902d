/** The translator: hot guest code becomes JVM classes, which HotSpot compiles. */
@NullMarked
package dev.ferry.machine.jit;

import org.jspecify.annotations.NullMarked;
