/* a /* b */ c */
int x;
