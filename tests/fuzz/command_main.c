/* The main function of cos-err, as a function. */
#define main command_main
#include "main.c"
