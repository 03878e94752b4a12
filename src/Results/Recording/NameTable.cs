namespace DeepStack.Sim.Results.Recording;

/// <summary>Numbers the texts of a run in order of first use and tells a recorder about each new one.</summary>
public sealed class NameTable
{
    private readonly IRunRecorder _recorder;
    private readonly Dictionary<string, int> _ids = [];

    /// <param name="recorder">Who is told.</param>
    public NameTable(IRunRecorder recorder) => _recorder = recorder;

    /// <summary>The number of a text; the same text always has the same number.</summary>
    public int IdOf(string text)
    {
        if (_ids.TryGetValue(text, out int id)) return id;
        id = _ids.Count;
        _ids.Add(text, id);
        _recorder.Name(id, text);
        return id;
    }
}
