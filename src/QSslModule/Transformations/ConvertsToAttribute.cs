using System.Globalization;
using System.Management.Automation;

namespace QSslModule;

/// <summary>
/// Refuses what cannot be converted to a parameter's type without repeating it. The engine's own message shows the value,
/// which may be a key or a pass phrase that was given to the wrong parameter.
/// </summary>
/// <typeparam name="T">The parameter's type.</typeparam>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ConvertsToAttribute<T> : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (input is null or T || LanguagePrimitives.TryConvertTo(inputData, typeof(T), CultureInfo.CurrentCulture, out _))
            return inputData;
        string wanted = typeof(T).IsEnum ? $"one of {string.Join(", ", Enum.GetNames(typeof(T)))}" : LanguagePrimitives.ConvertTypeNameToPSTypeName(typeof(T).FullName);
        throw new ArgumentTransformationMetadataException(
            $"{(input is string text ? $"A text of {text.Length} characters" : $"A {input.GetType().Name}")} cannot be converted; what is wanted is {wanted}.");
    }
}
