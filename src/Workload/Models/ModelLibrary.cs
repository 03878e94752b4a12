using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Workload.Models;

/// <summary>Opens models: shipped presets by name, presets given as a file, and Hugging Face configurations.</summary>
public static class ModelLibrary
{
    /// <summary>The folder of the presets.</summary>
    public const string Kind = "models";

    /// <summary>Opens a model.</summary>
    /// <param name="name">A shipped name such as "llama-3-8b", the path of a .yaml preset, the path of a config.json, or a folder that holds one.</param>
    /// <exception cref="PresetException">No such model, or its file is wrong; the message lists every fault.</exception>
    public static ModelSpec Open(string name)
    {
        if (Directory.Exists(name)) name = Path.Combine(name, "config.json");
        return name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? HuggingFaceModel.Read(name)
            : ModelPreset.Read(PresetLibrary.Open(Kind, name));
    }
}
