// options: -Wextra
// Which comments count is what gcc's manual says of level 3: the whole comment, not a word in it.
int f(int x) {
  int r = 0;
  switch (x) {
    case 0: r++; /* fall through */
    case 1: r++; /* FALLTHROUGH */
    case 2: r++; // falls through
    case 3: r++; /*-fallthrough*/
    case 4: r++; /*lint -fallthrough */
    case 5: r++; /*lint --fallthrough */
    case 6: r++; /* Intentional fall-through - because */
    case 7: r++; /* we fall through here */
    case 8: r++; /* no break */
    case 9: r++; /* Falling through */
    case 10: r++; /* else, fall through. */
    case 11: r++; /* fall
       through */
    case 12: r++; /* FALL THRU!!! */
    case 13: r++; /* fallthrough: because */
    case 14: r++; /* fall through */ /* and more */
    case 15: r++; /*@fallthrough@*/
    case 16: r++; /* Fall Through */
    case 17: r++; /* FALL Through */
    case 18: r++; /**/
    case 19: r++; /* fall through, of course */
    default: r--;
  }
  return r;
}
