// gcc: white space and lines of the output
#define EMPTY
#define plus +
#define minus -
#define id(x) x
-EMPTY- +EMPTY+ a EMPTY b EMPTY
EMPTY c EMPTY d
-plus+ +plus+ plus plus= -minus minus- id(-)- id(+)+ id(a)b id(1)2
x.y->z  id (3)  id
(4)
id(1
, 2) after
  indented   text
	tab	text
a /* comment */ b /**/ c
int v; /* c */ int u; // end

/* multi
   line */ int e;
id(
  1
) + id(__LINE__
  );
#define L __LINE__
int b = L; int c = id(L)
;






far below

#pragma   foo   bar
#pragma omp parallel for
#pragma STDC FP_CONTRACT ON
#line 50
int q = __LINE__;
#line 60 "other.c"
const char *f = __FILE__;
#
end
