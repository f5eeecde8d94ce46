using System.Management.Automation;

namespace QSslModule;

/// <summary>Reports a certificate or a key that cannot be used. It carries the error record.</summary>
internal sealed class MaterialException(ErrorRecord record) : Exception(record.ErrorDetails?.Message ?? record.Exception.Message)
{
    public ErrorRecord Record { get; } = record;
}
