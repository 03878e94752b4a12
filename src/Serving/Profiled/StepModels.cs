using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Serving.Profiled;

/// <summary>Step models by name: times that are given rather than simulated.</summary>
public static class StepModels
{
    /// <summary>The name of none of them: the machine is simulated.</summary>
    public const string Simulated = "simulated";

    private const string Forms = "Expected simulated, constant:TIME, or profile:PREFIX with latency=TIME,bandwidth=RATE behind a comma where devices share layers.";

    /// <summary>Opens a step model.</summary>
    /// <param name="text">"constant:22.8 ms", "profile:PREFIX" or "profile:PREFIX,latency=20 us,bandwidth=16 GB/s".</param>
    /// <param name="model">The model whose steps are timed.</param>
    /// <param name="devices">Devices that share its layers.</param>
    /// <returns>The model, or null for "simulated".</returns>
    /// <exception cref="PresetException">The text is no step model, or its files are missing.</exception>
    public static IStepModel? Open(string text, ModelSpec model, int devices)
    {
        string[] parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        return parts switch
        {
            [Simulated] => null,
            ["constant", string time] when Duration.TryParse(time, null, out Duration duration) && duration > Duration.Zero => new ConstantStepModel(duration),
            ["profile", string profile] => OpenProfile(profile.Split(',', StringSplitOptions.TrimEntries), model, devices),
            _ => throw new PresetException($"\"{text}\" is no step model. {Forms}"),
        };
    }

    private static ProfileStepModel OpenProfile(string[] parts, ModelSpec model, int devices)
    {
        TensorLinks? links = null;
        if (parts is [_, string latency, string bandwidth]
            && latency.StartsWith("latency=", StringComparison.Ordinal) && Duration.TryParse(latency["latency=".Length..], null, out Duration hop)
            && bandwidth.StartsWith("bandwidth=", StringComparison.Ordinal) && Bandwidth.TryParse(bandwidth["bandwidth=".Length..], null, out Bandwidth rate))
        {
            links = new TensorLinks(devices, hop, rate);
        }
        else if (parts.Length > 1)
        {
            throw new PresetException($"\"{string.Join(',', parts[1..])}\" does not describe the links of a profile. {Forms}");
        }
        if (devices > 1 && links is null) throw new PresetException($"A profile on {devices} devices needs their links, for it holds no all-reduce. {Forms}");
        return new ProfileStepModel(KernelProfile.Read(parts[0]), model, devices > 1 ? links : null);
    }
}
