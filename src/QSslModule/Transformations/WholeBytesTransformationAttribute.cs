using System.Management.Automation;

namespace QSslModule;

/// <summary>Keeps a byte array whole where a list of objects is expected: it is one file's contents, not many inputs.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class WholeBytesTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is byte[] bytes ? new object[] { bytes } : inputData;
}
