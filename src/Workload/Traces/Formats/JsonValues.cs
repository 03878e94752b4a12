using System.Text;
using System.Text.Json;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>The JSON values of a file one after another: a single object over many lines, or one a line.</summary>
internal static class JsonValues
{
    /// <summary>Reads all values with the lines they begin at.</summary>
    /// <exception cref="TraceFormatException">The text is no JSON, or ends inside a value.</exception>
    public static List<(JsonElement Value, int Line)> Read(TraceText text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.ReadToEnd());
        var values = new List<(JsonElement, int)>();
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            int line = 1, counted = 0;
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex;
                line += bytes.AsSpan(counted, start - counted).Count((byte)'\n');
                counted = start;
                using var document = JsonDocument.ParseValue(ref reader);
                values.Add((document.RootElement.Clone(), line));
            }
        }
        catch (JsonException e)
        {
            throw new TraceFormatException($"{text.File}:{e.LineNumber + 1}: this is not valid JSON, or the file was cut short (near byte {e.BytePositionInLine + 1} of the line); write or fetch it again.", e);
        }
        return values;
    }
}
