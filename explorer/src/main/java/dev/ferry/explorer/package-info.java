/** The explorer: everything that Ferry can show, in a local web page. */
@NullMarked
package dev.ferry.explorer;

import org.jspecify.annotations.NullMarked;
