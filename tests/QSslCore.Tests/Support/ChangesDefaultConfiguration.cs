namespace QSslCore.Tests.Support;

/// <summary>Tests that change what is the same for the whole process: they run when no other test does.</summary>
[CollectionDefinition(nameof(ChangesDefaultConfiguration), DisableParallelization = true)]
public sealed class ChangesDefaultConfiguration;
