struct S { struct T t; };
