using System.Globalization;
using System.Text.Json;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>Follows chat turns back to their first one, whose id names the session.</summary>
internal sealed class ChatSessions
{
    private readonly Dictionary<long, long> _roots = [];

    /// <summary>Whether any line had a chat id.</summary>
    public bool Any => _roots.Count > 0;

    /// <summary>The session of a line, or null if it has no chat id.</summary>
    public string? SessionOf(JsonFields fields)
    {
        if (fields.Find("chat_id") is not { ValueKind: JsonValueKind.Number } id || !id.TryGetInt64(out long chat)) return null;
        long root = fields.Find("parent_chat_id") is { ValueKind: JsonValueKind.Number } p && p.TryGetInt64(out long parent) && parent >= 0
            ? _roots.GetValueOrDefault(parent, parent)
            : chat;
        _roots[chat] = root;
        return root.ToString(CultureInfo.InvariantCulture);
    }
}
