// The first files of this room replace this one.
