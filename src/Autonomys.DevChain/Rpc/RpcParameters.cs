using System.Text.Json;

namespace Autonomys.DevChain.Rpc;

/// <summary>Parameters of one call, by position or by name, each read at most once and never trusted.</summary>
internal readonly struct RpcParameters(JsonElement? parameters)
{
    private readonly JsonElement? _parameters = parameters is { ValueKind: JsonValueKind.Null } ? null : parameters;

    /// <summary>The parameter, or null where it is absent or JSON null.</summary>
    public JsonElement? Optional(int position, string name)
    {
        JsonElement? value = null;
        if (_parameters is { ValueKind: JsonValueKind.Array } array)
        {
            value = position < array.GetArrayLength() ? array[position] : null;
        }
        else if (_parameters is { ValueKind: JsonValueKind.Object } byName && byName.TryGetProperty(name, out JsonElement named))
        {
            value = named;
        }

        return value is { ValueKind: JsonValueKind.Null } ? null : value;
    }

    /// <exception cref="RpcErrorException">-32602: the parameter is absent.</exception>
    public JsonElement Required(int position, string name) =>
        Optional(position, name) ?? throw RpcErrorException.InvalidParams($"No more params: `{name}` is missing");

    /// <summary>The parameter read by <paramref name="read"/>.</summary>
    /// <exception cref="RpcErrorException">-32602: absent, or not of the type that is asked for.</exception>
    public T Required<T>(int position, string name, Func<JsonElement, T?> read)
        where T : notnull
    {
        JsonElement value = Required(position, name);
        try
        {
            return read(value) ?? throw RpcErrorException.InvalidParams($"`{name}` is null");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw RpcErrorException.InvalidParams($"`{name}`: {exception.Message}");
        }
    }

    public ulong UInt64(int position, string name) => Required(position, name, static value => value.GetUInt64());

    public uint UInt32(int position, string name) => Required(position, name, static value => value.GetUInt32());
}
