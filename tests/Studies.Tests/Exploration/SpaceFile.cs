using DeepStack.Sim.Studies.Exploration;

namespace DeepStack.Sim.Studies.Tests.Exploration;

/// <summary>A space in a file of its own, which goes with it.</summary>
internal sealed class SpaceFile : IDisposable
{
    public const string Small = """
        description: a small space
        model: llama-3-8b
        platform: stack3d-8
        tokens: 1024
        batches: [1, 32]
        plans:
          - { tensor: [1, 2, 8], overlap: [none, prefetch] }
        axes:
          - name: cores
            set:
              chips/stack3d-logic:cores: [66, 132]
              chips/stack3d-logic:shared.mesh.columns: [6, 12]
          - name: layers
            set:
              dram-stacks/tasa:layers.connected: [1, 2]
        """;

    public SpaceFile(string text)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{System.IO.Path.GetRandomFileName()}.yaml");
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public static DesignSpace Read(string text)
    {
        using var file = new SpaceFile(text);
        return DesignSpaceReader.Open(file.Path);
    }

    /// <summary>The message with which a text is refused, the file's name as "space".</summary>
    public static string RefusalOf(string text)
    {
        using var file = new SpaceFile(text);
        return Assert.Throws<Presets.PresetException>(() => Studies.Exploration.Exploration.Run(DesignSpaceReader.Open(file.Path), new ExplorationOptions())).Message.Replace(file.Path, "space", StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(Path);
}
