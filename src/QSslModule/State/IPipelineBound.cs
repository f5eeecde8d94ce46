namespace QSslModule;

/// <summary>Marks an object whose event handlers must run on the thread of the pipeline, as script blocks must.</summary>
internal interface IPipelineBound;
