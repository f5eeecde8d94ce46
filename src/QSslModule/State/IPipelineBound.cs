namespace QSslModule;

/// <summary>Marks an object whose event handlers must be called on the pipeline's thread, as script blocks must.</summary>
internal interface IPipelineBound;
