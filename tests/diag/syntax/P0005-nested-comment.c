// options: -Wcomment
/* outer /* inner */
int x;
