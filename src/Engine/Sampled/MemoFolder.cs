using DeepStack.Sim.Engine.Running;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>A folder of memo files: what it holds, and how to empty it.</summary>
public static class MemoFolder
{
    /// <summary>The memo files, by name.</summary>
    public static IReadOnlyList<MemoEntry> List(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*" + MemoFile.Extension).Order(StringComparer.Ordinal).Select(Describe)]
        : [];

    /// <summary>Deletes the memo files, and what interrupted runs have left of them.</summary>
    /// <returns>How many files are gone.</returns>
    public static int Clear(string folder)
    {
        if (!Directory.Exists(folder)) return 0;
        string[] files = [.. Directory.GetFiles(folder, "*" + MemoFile.Extension), .. Directory.GetFiles(folder, "*" + MemoFile.Extension + ".*.tmp")];
        foreach (string file in files) File.Delete(file);
        return files.Length;
    }

    private static MemoEntry Describe(string file)
    {
        long size = new FileInfo(file).Length;
        try
        {
            (MemoHead head, Dictionary<PartKey, PartSample[]> parts) = MemoFile.Read(file);
            return new MemoEntry(Path.GetFileName(file), size, head.Subject, parts.Count, head.Program == ProgramIdentity.Hash ? "" : "of another build of the program");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new MemoEntry(Path.GetFileName(file), size, "", 0, e.Message.TrimEnd('.'));
        }
    }
}
