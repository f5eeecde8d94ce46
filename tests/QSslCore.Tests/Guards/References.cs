using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace QSslCore.Tests.Guards;

/// <summary>Which types a compiled type knows of: in its declarations and in its code.</summary>
internal static class References
{
    private const BindingFlags All =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Dictionary<int, OpCode> s_opCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    public static IEnumerable<MethodBase> MethodsOf(Type type) => type.GetConstructors(All).Concat<MethodBase>(type.GetMethods(All));

    /// <summary>The types themselves, without repetition; parts of generic types and arrays one by one.</summary>
    public static IReadOnlySet<Type> Of(Type type)
    {
        HashSet<Type> found = [];
        Add(found, type.BaseType);
        foreach (Type each in type.GetInterfaces())
            Add(found, each);
        foreach (FieldInfo field in type.GetFields(All))
            Add(found, field.FieldType);
        foreach (MethodBase method in MethodsOf(type))
        {
            foreach (ParameterInfo parameter in method.GetParameters())
                Add(found, parameter.ParameterType);
            if (method is MethodInfo { ReturnType: var result })
                Add(found, result);
            if (method.GetMethodBody() is { } body)
                AddCode(found, method, body);
        }
        return found;
    }

    private static void AddCode(HashSet<Type> found, MethodBase method, MethodBody body)
    {
        foreach (LocalVariableInfo local in body.LocalVariables)
            Add(found, local.LocalType);
        Type[] typeArguments = method.DeclaringType!.GetGenericArguments();
        Type[] methodArguments = method.IsGenericMethodDefinition ? method.GetGenericArguments() : [];
        byte[] code = body.GetILAsByteArray()!;
        for (int at = 0; at < code.Length;)
        {
            int value = code[at++];
            if (value == 0xFE)
                value = (value << 8) | code[at++];
            OpCode operation = s_opCodes[value];
            switch (operation.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    AddMember(found, method.Module.ResolveMember(BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)), typeArguments,
                        methodArguments));
                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at));
                    break;
                default:
                    at += SizeOf(operation.OperandType);
                    break;
            }
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private static void AddMember(HashSet<Type> found, MemberInfo? member)
    {
        switch (member)
        {
            case Type type:
                Add(found, type);
                break;
            case MethodBase method:
                Add(found, method.DeclaringType);
                foreach (Type argument in method.IsGenericMethod ? method.GetGenericArguments() : [])
                    Add(found, argument);
                break;
            case not null:
                Add(found, member.DeclaringType);
                break;
        }
    }

    private static void Add(HashSet<Type> found, Type? type)
    {
        if (type is null || type.IsGenericParameter)
            return;
        if (type.HasElementType)
        {
            Add(found, type.GetElementType());
            return;
        }
        if (type.IsConstructedGenericType)
        {
            foreach (Type argument in type.GetGenericArguments())
                Add(found, argument);
            type = type.GetGenericTypeDefinition();
        }
        found.Add(type);
    }
}
