/* The part of libzstd that the module Corpus uses: simple and streaming compression. */
#ifndef CZSTD_SHIM_H
#define CZSTD_SHIM_H

#include <zstd.h>

#endif
