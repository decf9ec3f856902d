/* Complex product and quotient for one element type: FLOAT, its suffix in SUFFIX(name), its
 * limits; C17 Annex G.5.1. Scaling of the quotient: Baudin and Smith, "A robust complex division
 * in Scilab" (2012). */

#define IS_NAN(x) ((x) != (x))
#define IS_INF(x) (!IS_NAN(x) && IS_NAN((x) - (x)))
#define IS_FINITE(x) (!IS_NAN((x) - (x)))
#define ABS(x) ((x) < 0 ? -(x) : (x))

static FLOAT with_sign(FLOAT magnitude, FLOAT sign) { return COPYSIGN(magnitude, sign); }

/* 1 for an infinity, else 0, with its sign: what Annex G boxes infinities to. */
static FLOAT box(FLOAT x) { return with_sign(IS_INF(x) ? 1 : 0, x); }

static FLOAT nan_to_zero(FLOAT x) { return IS_NAN(x) ? with_sign(0, x) : x; }

_Complex FLOAT MULTIPLY(FLOAT a, FLOAT b, FLOAT c, FLOAT d) {
  FLOAT ac = a * c, bd = b * d, ad = a * d, bc = b * c;
  FLOAT x = ac - bd, y = ad + bc;
  if (IS_NAN(x) && IS_NAN(y)) {
    int recalculate = 0;
    if (IS_INF(a) || IS_INF(b)) {
      a = box(a);
      b = box(b);
      c = nan_to_zero(c);
      d = nan_to_zero(d);
      recalculate = 1;
    }
    if (IS_INF(c) || IS_INF(d)) {
      c = box(c);
      d = box(d);
      a = nan_to_zero(a);
      b = nan_to_zero(b);
      recalculate = 1;
    }
    if (!recalculate && (IS_INF(ac) || IS_INF(bd) || IS_INF(ad) || IS_INF(bc))) {
      a = nan_to_zero(a);
      b = nan_to_zero(b);
      c = nan_to_zero(c);
      d = nan_to_zero(d);
      recalculate = 1;
    }
    if (recalculate) {
      x = INFINITY_OF * (a * c - b * d);
      y = INFINITY_OF * (a * d + b * c);
    }
  }
  _Complex FLOAT result;
  __real__ result = x;
  __imag__ result = y;
  return result;
}

_Complex FLOAT DIVIDE(FLOAT a, FLOAT b, FLOAT c, FLOAT d) {
  FLOAT oa = a, ob = b, oc = c, od = d;
  FLOAT x, y;
#ifdef WIDER
  WIDER norm = (WIDER)c * c + (WIDER)d * d;
  x = (FLOAT)(((WIDER)a * c + (WIDER)b * d) / norm);
  y = (FLOAT)(((WIDER)b * c - (WIDER)a * d) / norm);
#else
  const FLOAT big = MAXIMUM / 2, tiny = MINIMUM, eps = EPSILON, scale = 1 / EPSILON;
  const FLOAT large = big * eps;
  /* |c| and |d| change places with the roles of the parts: u is the greater. */
  int swap = ABS(c) < ABS(d);
  FLOAT u = swap ? d : c, v = swap ? c : d;
  if (ABS(u) >= big) {
    a /= 2;
    b /= 2;
    u /= 2;
    v /= 2;
  }
  if (ABS(u) < eps
      || ((ABS(a) < tiny && ABS(b) < large && ABS(u) < large)
          || (ABS(b) < tiny && ABS(a) < large && ABS(u) < large))) {
    a *= scale;
    b *= scale;
    u *= scale;
    v *= scale;
  }
  FLOAT ratio = v / u;
  FLOAT denominator = v * ratio + u;
  int exact = ABS(ratio) > tiny;
  if (swap) {
    x = ((exact ? a * ratio : v * (a / u)) + b) / denominator;
    y = ((exact ? b * ratio : v * (b / u)) - a) / denominator;
  } else {
    x = (a + (exact ? b * ratio : v * (b / u))) / denominator;
    y = (b - (exact ? a * ratio : v * (a / u))) / denominator;
  }
#endif
  if (IS_NAN(x) && IS_NAN(y)) {
    if (oc == 0 && od == 0 && (!IS_NAN(oa) || !IS_NAN(ob))) {
      x = with_sign(INFINITY_OF, oc) * oa;
      y = with_sign(INFINITY_OF, oc) * ob;
    } else if ((IS_INF(oa) || IS_INF(ob)) && IS_FINITE(oc) && IS_FINITE(od)) {
      oa = box(oa);
      ob = box(ob);
      x = INFINITY_OF * (oa * oc + ob * od);
      y = INFINITY_OF * (ob * oc - oa * od);
    } else if ((IS_INF(oc) || IS_INF(od)) && IS_FINITE(oa) && IS_FINITE(ob)) {
      oc = box(oc);
      od = box(od);
      x = 0 * (oa * oc + ob * od);
      y = 0 * (ob * oc - oa * od);
    }
  }
  _Complex FLOAT result;
  __real__ result = x;
  __imag__ result = y;
  return result;
}
