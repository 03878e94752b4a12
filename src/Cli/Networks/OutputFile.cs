namespace DeepStack.Sim.Cli.Networks;

/// <summary>Files that are results: they appear whole, under their name, or not at all.</summary>
internal static class OutputFile
{
    public static void Write(string path, string text)
    {
        string unfinished = path + ".unfinished";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, path, overwrite: true);
    }
}
