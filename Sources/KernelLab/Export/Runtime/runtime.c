/* runtime */
int runtime_placeholder;
