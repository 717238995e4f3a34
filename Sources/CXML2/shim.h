// Debian's libxml2 is built with ICU and its headers say so by including ICU's, whose types are
// others than those of the ICU inside Foundation: no module could import both. Nothing that is used
// here has them in its signature.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
