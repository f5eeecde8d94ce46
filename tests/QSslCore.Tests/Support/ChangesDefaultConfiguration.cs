namespace QSslCore.Tests.Support;

/// <summary>Tests that change settings of the whole process. They run while no other test runs.</summary>
[CollectionDefinition(nameof(ChangesDefaultConfiguration), DisableParallelization = true)]
public sealed class ChangesDefaultConfiguration;
