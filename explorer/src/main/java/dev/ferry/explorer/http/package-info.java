/** The web server: addresses, requests, streams of events. */
@NullMarked
package dev.ferry.explorer.http;

import org.jspecify.annotations.NullMarked;
