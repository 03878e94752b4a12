using System.Text.Json;

namespace DeepStack.Sim.Results.Files;

/// <summary>How enumerations are written in result files: "dram_bandwidth".</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Words[Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)];

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly string[] Words = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
    }
}
