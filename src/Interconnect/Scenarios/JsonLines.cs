using System.Text.Json;

namespace DeepStack.Sim.Interconnect.Scenarios;

/// <summary>On which line every value of a JSON text stands; looked up only when something is wrong.</summary>
internal static class JsonLines
{
    /// <summary>Lines, counted from 1, by path such as "flows[3].path".</summary>
    public static IReadOnlyDictionary<string, int> Of(byte[] text)
    {
        var lines = new Dictionary<string, int>();
        var reader = new Utf8JsonReader(text);
        var open = new Stack<(string Path, int Index)>();
        string property = "";
        int line = 1, seen = 0;
        while (reader.Read())
        {
            for (; seen < reader.TokenStartIndex; seen++) line += text[seen] == '\n' ? 1 : 0;
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) open.Pop();
            else if (reader.TokenType == JsonTokenType.PropertyName) property = Under(open.Peek().Path, reader.GetString()!);
            else
            {
                string path = PathOf(open, property);
                lines.TryAdd(path, line);
                if (reader.TokenType is JsonTokenType.StartObject) open.Push((path, -1));
                else if (reader.TokenType is JsonTokenType.StartArray) open.Push((path, 0));
            }
        }
        return lines;
    }

    /// <summary>The path of the value that comes next: an item if an array is open, otherwise that of the property just read.</summary>
    private static string PathOf(Stack<(string Path, int Index)> open, string property)
    {
        if (!open.TryPeek(out (string Path, int Index) parent) || parent.Index < 0) return property;
        open.Pop();
        open.Push((parent.Path, parent.Index + 1));
        return $"{parent.Path}[{parent.Index}]";
    }

    private static string Under(string parent, string key) => parent.Length == 0 ? key : $"{parent}.{key}";
}
