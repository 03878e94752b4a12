using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Platform;

/// <summary>Equal devices of a machine.</summary>
/// <param name="Name">The group's name; empty where the machine has devices of one kind.</param>
/// <param name="Devices">How many.</param>
/// <param name="Device">Each of them.</param>
/// <param name="Energy">The preset of what events on them cost, or null.</param>
/// <param name="Die">The area of its logic, or null.</param>
/// <param name="ThermalStack">The thermal stack of each, a preset's name or a path, or null.</param>
/// <param name="Presets">What they were read from.</param>
internal sealed record DeviceGroup(string Name, int Devices, DeviceSpec Device, string? Energy, Area? Die, string? ThermalStack, IReadOnlyList<PresetUse> Presets)
{
    /// <summary>Reads a group; faults are noted in its document, and those of the chip reported at once.</summary>
    public static DeviceGroup Read(string name, PresetSection section, PresetChanges? changes)
    {
        int devices = (int)section.Integer("devices", min: 1, max: 65536);
        string chip = section.Text("chip");
        string? energy = section.Has("energy") ? section.Text("energy") : null;
        PresetDocument document = PresetLibrary.Open("chips", chip, changes);
        ComputeSpec compute = ComputePreset.Read(document.Root);
        Area? die = document.Root.Has("die_area") ? document.Root.Get<Area>("die_area") : null;
        document.Finish();
        PresetSection memory = section.Section("memory");
        return new DeviceGroup(name, devices, new DeviceSpec(compute, DeviceMemorySpec.Read(memory, changes)), energy, die, section.Has("thermal") ? section.Text("thermal") : null, [PlatformPreset.UseOf("chips", chip, document), PlatformPreset.UseOf("dram-stacks", memory.Text("dram"))]);
    }
}
