func placeholder() -> Int { PackageResources.runtime_c.count }
