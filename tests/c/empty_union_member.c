// An empty union in a struct is ignored when its floats are passed in registers (psABI, gcc, clang): a call as if
// the float stood alone finds it.
// skip: interpreter
struct first {
  union {
  } none;
  double value;
};
struct last {
  float value;
  union {
    struct {
    } none[2];
  } none;
};

static double of_first(struct first x) { return x.value; }
static float of_last(struct last x) { return x.value; }

double (*volatile as_double)(double) = (double (*)(double))of_first;
float (*volatile as_float)(float) = (float (*)(float))of_last;

int main(void) { return as_double(1.5) == 1.5 && as_float(2.5f) == 2.5f ? 0 : 1; }
