using System.Management.Automation;

namespace QSslModule;

/// <summary>A certificate or key that cannot be used, on its way to becoming an error record.</summary>
internal sealed class MaterialException(ErrorRecord record) : Exception(record.ErrorDetails?.Message ?? record.Exception.Message)
{
    public ErrorRecord Record { get; } = record;
}
